// The elements in React: a page declares them once, as docs/embed.md says.

import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type {
  KedbAnswer,
  KedbAnswerAttributes,
  KedbSearch,
  KedbSearchAttributes,
  KedbSuggest,
  KedbSuggestAttributes,
} from "../../www/kedb";

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

export function HelpDesk({ service }: { service: string }) {
  return (
    <main>
      <kedb-search
        mode="dialog"
        hotkey="mod+k"
        service={service}
        limit={5}
        ref={(search) => {
          if (search) search.value = "printer";
        }}
      >
        Known errors: call 4357
      </kedb-search>
      <input id="subject" name="subject" />
      <kedb-suggest for="subject" className="below" />
      <kedb-answer article="KE-0042" />
      {/* @ts-expect-error: it needs to know its fields. */}
      <kedb-suggest />
      {/* @ts-expect-error: there is no such mode. */}
      <kedb-search mode="popup" />
    </main>
  );
}
