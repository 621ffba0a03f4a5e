import { hydrateRoot } from "react-dom/client";
import { App } from "./app";

const page = document.getElementById("app");
if (page) hydrateRoot(page, <App />);
