import { type RequestOptions, request } from "@/components/query/client";
import type { Account, AccountEdit, PasswordChange } from "@/domain/account/schema";

export type AccountUser = Account["user"];
export type Membership = Account["workspaces"][number];
export type Enrolment = { totpUri: string; recoveryCodes: string[] };

/** What is about an account is never kept to be answered again, so it carries no Idempotency-Key. */
function send<T>(path: string, method: RequestOptions["method"], body?: unknown): Promise<T> {
  return request<T>(`/account${path}`, { method, body, idempotencyKey: null });
}

/** Everything the account page does. */
export const accountApi = {
  edit: async (edit: AccountEdit, version: number | undefined): Promise<AccountUser> => {
    const options = { method: "PATCH", body: edit, ifMatch: version, idempotencyKey: null } as const;
    return (await request<Account>("/account", options)).user;
  },
  read: async (): Promise<AccountUser> => (await request<Account>("/session", {})).user,
  changePassword: (change: PasswordChange) => send<void>("/password", "POST", change),
  enrol: (password: string) => send<Enrolment>("/two-factor", "POST", { password }),
  confirm: (code: string) => send<void>("/two-factor/confirmation", "POST", { code }),
  disable: (password: string) => send<void>("/two-factor", "DELETE", { password }),
  renewCodes: (password: string) =>
    send<{ recoveryCodes: string[] }>("/recovery-codes", "POST", { password }),
  endSession: (id: string) => send<void>(`/sessions/${id}`, "DELETE"),
  endOtherSessions: () => send<void>("/sessions", "DELETE"),
};
