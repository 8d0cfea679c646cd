/** The pages of a workspace that a key or the palette goes to; paths follow the workspace's slug. */
export const places = [
  { keys: "g o", label: "Overview", path: "" },
  { keys: "g i", label: "Incidents", path: "/incidents" },
  { keys: "g s", label: "Services", path: "/services" },
  { keys: "g p", label: "People", path: "/people" },
  { keys: "g m", label: "Import", path: "/import" },
  { keys: "g t", label: "Settings", path: "/settings" },
  { keys: "g a", label: "Audit", path: "/audit" },
] as const;
