interface Place {
  keys: string;
  label: string;
  path: string;
  /** Offered to those only who may. */
  needs?: "import" | "seeAudit";
}

/** The pages of a workspace that a key or the palette goes to; paths follow the workspace's slug. */
export const places: readonly Place[] = [
  { keys: "g o", label: "Overview", path: "" },
  { keys: "g i", label: "Incidents", path: "/incidents" },
  { keys: "g c", label: "Changes", path: "/changes" },
  { keys: "g q", label: "Sign-offs", path: "/sign-offs" },
  { keys: "g l", label: "Policies", path: "/policies" },
  { keys: "g s", label: "Services", path: "/services" },
  { keys: "g p", label: "People", path: "/people" },
  { keys: "g b", label: "Agents", path: "/agents" },
  { keys: "g m", label: "Import", path: "/import", needs: "import" },
  { keys: "g t", label: "Settings", path: "/settings" },
  { keys: "g a", label: "Audit", path: "/audit", needs: "seeAudit" },
];
