/** The elements for TypeScript in React: `import type {} from "kedb/react"` once. It holds types alone. */

import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type {
  KedbAnswer,
  KedbAnswerAttributes,
  KedbSearch,
  KedbSearchAttributes,
  KedbSuggest,
  KedbSuggestAttributes,
} from "./kedb.js";

type Props<Element, Attributes> = Omit<DetailedHTMLProps<HTMLAttributes<Element>, Element>, keyof Attributes> &
  Attributes;

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "kedb-search": Props<KedbSearch, KedbSearchAttributes>;
      "kedb-suggest": Props<KedbSuggest, KedbSuggestAttributes>;
      "kedb-answer": Props<KedbAnswer, KedbAnswerAttributes>;
    }
  }
}
