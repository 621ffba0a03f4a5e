/** A style sheet that a script imports is its text, minified: see xtask/bundle.js. */
declare module "*.css" {
  const rules: string;
  export default rules;
}
