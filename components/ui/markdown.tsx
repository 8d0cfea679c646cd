import type { ReactNode } from "react";
import ReactMarkdown, { type Components, type Options } from "react-markdown";
import rehypeSanitize from "rehype-sanitize";
import remarkGfm from "remark-gfm";

/** Deeper trees are nobody's writing, and would exhaust the stack of whoever renders them. */
const DEPTH_MAX = 40;

/** Without one of these a text is the same with and without Markdown. */
const MARKED = /[*_`~#>[\]|\\<&]|^\s*([-+]|\d+[.)])\s|https?:\/\/|www\.|@/m;

/** With more signs than this the parser's time grows with their square; a runbook has some hundreds. */
const SIGNS_MAX = 1000;

/** A text goes where its reader is told: an address without a host would lead into this application. */
const ABSOLUTE = /^(https?:\/\/|mailto:)/i;

const allowed: NonNullable<Parameters<typeof rehypeSanitize>[0]> = {
  tagNames:
    "p a em strong del code pre ul ol li blockquote br hr table thead tbody tr th td h1 h2 h3 h4 h5 h6 input".split(
      " ",
    ),
  attributes: {
    a: ["href"],
    ol: ["start"],
    th: [["align", "left", "center", "right"]],
    td: [["align", "left", "center", "right"]],
    input: [["type", "checkbox"], ["disabled", true], "checked"],
  },
  required: { input: { type: "checkbox", disabled: true } },
  protocols: { href: ["http", "https", "mailto"] },
  strip: ["script", "style"],
};

const heading = ({ children }: { children?: ReactNode }) => (
  <p className="font-semibold text-ink">{children}</p>
);

/** Headings belong to the page: one in a text is a bold line, and leaves the page's outline as it is. */
const components: Components = {
  a: ({ href, children }) =>
    href !== undefined && ABSOLUTE.test(href) ? (
      <a href={href} className="link" rel="noopener noreferrer nofollow">
        {children}
      </a>
    ) : (
      children
    ),
  h1: heading,
  h2: heading,
  h3: heading,
  h4: heading,
  h5: heading,
  h6: heading,
};

const options: Options = {
  remarkPlugins: [remarkGfm, plainParts],
  rehypePlugins: [[rehypeSanitize, allowed], boundDepth],
  // The sanitizer decides about addresses; here nothing is let through that it refused.
  urlTransform: (url) => url,
  components,
};

/**
 * A text that people wrote, as Markdown; null where it says the same without. It is rendered on the server alone: the
 * parser weighs more than most pages.
 */
export function markdownOf(text: string): ReactNode | null {
  if (!MARKED.test(text) || (text.match(/[*_~`[\]!<>|&]/g)?.length ?? 0) > SIGNS_MAX) return null;
  try {
    return <div className="markdown break-words">{ReactMarkdown({ ...options, children: text })}</div>;
  } catch (error) {
    // Too deep for us or for the parser: then it is shown as it was typed.
    if (error instanceof RangeError) return null;
    throw error;
  }
}

interface Node {
  type: string;
  value?: string;
  alt?: string | null;
  url?: string;
  title?: string | null;
  children?: Node[];
}

/** HTML is shown as it was typed; a picture is a link to it, so that reading a page tells no other host of its reader. */
function plainParts() {
  return (tree: Node) =>
    eachNode(tree, (node) => {
      if (node.type === "html") node.type = "text";
      if (node.type === "image") {
        node.type = "link";
        node.children = [{ type: "text", value: node.alt || node.url || "picture" }];
      }
      if (node.type === "imageReference") {
        node.type = "text";
        node.value = node.alt ?? "picture";
      }
    });
}

function boundDepth() {
  return (tree: Node) => eachNode(tree, () => undefined);
}

function eachNode(root: Node, visit: (node: Node) => void): void {
  const waiting: [Node, number][] = [[root, 0]];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const [node, depth] = next;
    if (depth > DEPTH_MAX) throw new RangeError("The text is nested too deep.");
    visit(node);
    for (const child of node.children ?? []) waiting.push([child, depth + 1]);
  }
}
