import { SignInAgain } from "@/components/account/sign-in-again";

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
