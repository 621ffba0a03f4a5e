// Angular compiles the template in the page, so that Vite alone builds this example. With Angular's
// own build, leave this import out.
import "@angular/compiler";
import "kedb/element";
import {
  afterNextRender,
  Component,
  CUSTOM_ELEMENTS_SCHEMA,
  inject,
  ElementRef,
  provideZonelessChangeDetection,
  signal,
} from "@angular/core";

/** The search, and how often it has helped. */
@Component({
  selector: "app-root",
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <main>
      <h1>Help desk</h1>
      <kedb-search bundle="/errors/" limit="5">Known errors: call 4357</kedb-search>
      <p>Solved: {{ solved().length }}</p>
    </main>
  `,
})
export class App {
  readonly solved = signal<string[]>([]);

  constructor() {
    const host: ElementRef<HTMLElement> = inject(ElementRef);
    // A template reads a colon in the name of an event in another way. The event bubbles.
    afterNextRender(() =>
      host.nativeElement.addEventListener("kedb:solved", ({ detail }) =>
        this.solved.update((before) => [...before, detail.id]),
      ),
    );
  }
}

export const providers = [provideZonelessChangeDetection()];
