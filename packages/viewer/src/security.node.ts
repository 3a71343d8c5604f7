/** Response headers of the viewer: isolation for threads in the page, and a content security policy without eval. */
import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';

const SELF = ["'self'"];
const NONE = ["'none'"];

/** What the page may load, by directive. */
const POLICY = {
  defaultSrc: NONE,
  scriptSrc: ["'self'", "'wasm-unsafe-eval'"],
  workerSrc: SELF,
  styleSrc: SELF,
  imgSrc: ["'self'", 'data:', 'blob:'],
  connectSrc: SELF,
  fontSrc: SELF,
  baseUri: NONE,
  formAction: NONE,
};

/** The same as one line, for a page whose server sends no headers. */
export const CONTENT_SECURITY_POLICY = Object.entries(POLICY)
  .map(([name, sources]) => `${name.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)} ${sources.join(' ')}`)
  .join('; ');

/**
 * The page may load only what this server gives it. WebAssembly may be compiled ('wasm-unsafe-eval': the networks run
 * in it), strings may not. Cross-origin isolation (COOP, COEP) allows SharedArrayBuffer.
 */
export function securityHeaders(): MiddlewareHandler {
  return secureHeaders({
    contentSecurityPolicy: { ...POLICY, frameAncestors: NONE },
    crossOriginOpenerPolicy: 'same-origin',
    crossOriginEmbedderPolicy: 'require-corp',
    crossOriginResourcePolicy: 'same-origin',
    referrerPolicy: 'no-referrer',
    xContentTypeOptions: 'nosniff',
    strictTransportSecurity: false,
    xFrameOptions: 'DENY',
  });
}

const LOOPBACK = /^(localhost|127(\.\d{1,3}){3}|\[::1\])(:\d+)?$/;

/**
 * Refuses requests that name another host than this machine: a page of a stranger that lets its name point to 127.0.0.1
 * (DNS rebinding) could read the runs otherwise. Not used where the server listens beyond this machine.
 */
export const onlyLoopbackHosts: MiddlewareHandler = async (context, next) => {
  if (LOOPBACK.test(context.req.header('host') ?? '')) return next();
  return context.json(
    { error: { code: 'unsupported', message: 'open the viewer as localhost or 127.0.0.1.' } },
    403,
  );
};
