import "kedb/element";
import type {} from "kedb/react";
import type { SolvedDetail } from "kedb";
import { useEffect, useRef, useState } from "react";
import type { KedbSearch } from "kedb";

/** The search, and how often it has helped. */
export function App() {
  const search = useRef<KedbSearch>(null);
  const [solved, setSolved] = useState<string[]>([]);
  useEffect(() => {
    const element = search.current;
    const add = (event: CustomEvent<SolvedDetail>) => setSolved((before) => [...before, event.detail.id]);
    element?.addEventListener("kedb:solved", add);
    return () => element?.removeEventListener("kedb:solved", add);
  }, []);
  return (
    <main>
      <h1>Help desk</h1>
      <kedb-search ref={search} bundle="/errors/" limit={5}>
        Known errors: call 4357
      </kedb-search>
      <p>Solved: {solved.length}</p>
    </main>
  );
}
