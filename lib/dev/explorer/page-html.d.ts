/** An HTML page with its style sheet and script inlined by the build: see page/bundle-page.js. */
declare module '*.html' {
  const text: string;
  export default text;
}
