import { render as renderPage } from "svelte/server";
import App from "./App.svelte";

/** The page as a server sends it. */
export const render = async () => renderPage(App).body;
