import "react";

declare module "react" {
  /** Lets `style` carry custom properties, which the class names then read. */
  interface CSSProperties {
    [name: `--${string}`]: string | number | undefined;
  }
}
