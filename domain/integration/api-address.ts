import { isLoopbackName } from "@/domain/identity-provider/issuer";

/** GitHub's own; an Enterprise Server has another one. */
export const GITHUB_API = "https://api.github.com";

/** What the address of a host's API must be, in words; null when it may be asked. */
export function apiAddressProblem(address: string): string | null {
  if (!URL.canParse(address)) return "Give the API's address, such as https://github.example.com/api/v3.";
  const url = new URL(address);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopbackName(url.hostname))) {
    return "The API is asked over https only.";
  }
  if (url.username !== "" || url.search !== "" || url.hash !== "" || address.includes("?")) {
    return "The API's address has no user, query or fragment: give the address alone.";
  }
  return null;
}

/** The host that names of repositories begin with, of an API at this address. */
export function hostOfApi(address: string): string {
  return new URL(address).hostname.toLowerCase().replace(/^api\./, "");
}
