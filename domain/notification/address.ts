/** What is wrong with the address of a receiver, in words; null when it may be posted to. */
export function receiverProblem(address: string, privateHosts: readonly string[]): string | null {
  if (!URL.canParse(address)) return "Give the whole address, such as https://hooks.example.com/faultline.";
  const url = new URL(address);
  const isOwn = privateHosts.includes(url.hostname.toLowerCase());
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isOwn)) {
    return "Give an https address; http is only for hosts that the operator names in FAULTLINE_PRIVATE_RECEIVERS.";
  }
  if (url.username !== "" || url.password !== "") {
    return "Leave user and password out of the address; what is sent is signed.";
  }
  return null;
}
