declare module 'grammar:*' {
  const url: string;
  export default url;
}
