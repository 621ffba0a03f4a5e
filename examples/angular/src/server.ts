import { App, providers } from "./app";
import { type BootstrapContext, bootstrapApplication, provideClientHydration } from "@angular/platform-browser";
import { provideServerRendering, renderApplication } from "@angular/platform-server";

/** The page as a server sends it: all of `document`, with the application in it. */
export const render = (document: string) =>
  renderApplication(
    (context: BootstrapContext) =>
      bootstrapApplication(
        App,
        { providers: [...providers, provideClientHydration(), provideServerRendering()] },
        context,
      ),
    { document },
  );
