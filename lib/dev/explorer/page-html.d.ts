/** A page as the build makes it, with its style and its script in it: see page/bundle-page.js. */
declare module '*.html' {
  const text: string;
  export default text;
}
