/** The workspace used last; "/" goes there. */
export const workspaceCookie = "faultline-workspace";
