import type { ReactNode } from "react";
import { SignInAgain } from "@/components/account/sign-in-again";

/** One field in which what was typed and what is stored differ, ready to read. */
export type Difference = { label: string; mine: ReactNode; theirs: ReactNode };

/** Both versions side by side, for an edit that lost against another. */
export function ConflictNote({ what, differences }: { what: string; differences: readonly Difference[] }) {
  return (
    <div role="alert" className="rounded-2 border border-warn-line bg-warn-soft px-3 py-2">
      <p className="font-medium text-warn">Somebody changed {what} while you were editing.</p>
      {differences.length === 0 ? (
        <p>None of your values differs from theirs. Saving again changes nothing of theirs.</p>
      ) : (
        <>
          <table className="mt-1.5 w-full text-left">
            <thead className="text-small text-ink-2">
              <tr>
                <th scope="col" className="py-0.5 pr-3 font-medium">
                  Field
                </th>
                <th scope="col" className="py-0.5 pr-3 font-medium">
                  Yours
                </th>
                <th scope="col" className="py-0.5 font-medium">
                  Theirs
                </th>
              </tr>
            </thead>
            <tbody>
              {differences.map((one) => (
                <tr key={one.label} className="align-top">
                  <th scope="row" className="py-0.5 pr-3 font-normal text-ink-2">
                    {one.label}
                  </th>
                  <td className="py-0.5 pr-3 break-words">{one.mine}</td>
                  <td className="py-0.5 break-words">{one.theirs}</td>
                </tr>
              ))}
            </tbody>
          </table>
          <p className="mt-1.5 text-small text-ink-2">
            Keeping yours writes only what you changed; the rest stays theirs.
          </p>
        </>
      )}
    </div>
  );
}

/** A refusal that belongs to no field. */
export function RefusalNote({ refusal }: { refusal: { message: string; requestId: string | null } | null }) {
  if (refusal === null) return null;
  return (
    <div role="alert" className="rounded-2 border border-bad-line bg-bad-soft px-3 py-2 text-bad">
      <p className="font-medium">Not saved. {refusal.message}</p>
      <p className="text-small">
        {refusal.requestId ? `Request ${refusal.requestId}. ` : ""}What you typed is kept.
      </p>
      <SignInAgain />
    </div>
  );
}
