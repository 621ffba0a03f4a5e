import { App, providers } from "./app";
import { bootstrapApplication, provideClientHydration } from "@angular/platform-browser";

void bootstrapApplication(App, { providers: [...providers, provideClientHydration()] });
