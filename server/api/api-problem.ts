/** A problem of the transport itself: a header, a method, a body that cannot be read. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly extra: {
      field?: string;
      errors?: { field: string; message: string; code: string }[];
      headers?: Record<string, string>;
    } = {},
  ) {
    super(message);
  }
}
