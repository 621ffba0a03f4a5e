import { createSSRApp } from "vue";
import { renderToString } from "vue/server-renderer";
import App from "./App.vue";

/** The page as a server sends it. */
export const render = () => renderToString(createSSRApp(App));
