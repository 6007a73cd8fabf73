declare module 'grammar:*' {
  const url: string;
  export default url;
}

declare module 'webview:page' {
  const url: string;
  export default url;
}
