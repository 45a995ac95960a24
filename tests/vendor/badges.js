// What the tests of badges take from other people's programs. badges.min.js is made of it:
// npm install jose@6.2.18 @digitalbazaar/vc@7.3.0 @digitalbazaar/vc-bitstring-status-list@2.0.1 jsonld@9.0.0 esbuild@0.28.2
// npx esbuild badges.js --bundle --format=esm --minify --platform=browser --conditions=browser --legal-comments=none
//   --alias:base64url-universal=./node_modules/base64url-universal/lib/browser.js --outfile=badges.min.js
export { jwtVerify, createLocalJWKSet, decodeProtectedHeader } from "jose";
export { checkStatus } from "@digitalbazaar/vc-bitstring-status-list";
export { _checkCredential as checkCredential } from "@digitalbazaar/vc";
export { default as jsonld } from "jsonld";
