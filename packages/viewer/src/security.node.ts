/** Response headers of the viewer: isolation for threads in the page, and a content security policy without eval. */
import type { MiddlewareHandler } from 'hono';
import { secureHeaders } from 'hono/secure-headers';
import { BlockList, isIP } from 'node:net';

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

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8);
LOOPBACK.addAddress('::1', 'ipv6');
LOOPBACK.addSubnet('::ffff:127.0.0.0', 104, 'ipv6');

/** Whether an address reaches this machine alone: all of 127.0.0.0/8, ::1, and the first as IPv6 writes them. */
export function isLoopback(address: string): boolean {
  const version = isIP(address);
  return version !== 0 && LOOPBACK.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/** The name in a Host header, in lower case, without port, brackets and a last dot; empty where it is none. */
function hostName(header: string): string {
  const [, bracketed, plain] = /^(?:\[([^[\]]+)\]|([^:[\]]+))(?::\d{1,5})?$/.exec(header) ?? [];
  return (bracketed ?? plain ?? '').toLowerCase().replace(/\.$/, '');
}

/**
 * Refuses requests that name another host than this machine: a page of a stranger that lets its name point to 127.0.0.1
 * (DNS rebinding) could read the runs otherwise. Not used where the server listens beyond this machine.
 * @param host the name that the server was told to listen on: no stranger has chosen it
 */
export function onlyLoopbackHosts(host: string): MiddlewareHandler {
  const own = ['localhost', ...(isIP(host) === 0 ? [host.toLowerCase().replace(/\.$/, '')] : [])];
  return async (context, next) => {
    const name = hostName(context.req.header('host') ?? '');
    if (own.includes(name) || isLoopback(name)) return next();
    const message = 'open the viewer as localhost or 127.0.0.1.';
    return context.json({ error: { code: 'unsupported', message } }, 403);
  };
}

/** All that may be asked: nothing is changed from a page. */
const METHODS = ['GET', 'HEAD', 'OPTIONS'];

/** Answers OPTIONS, and what is neither that nor GET nor HEAD with 405: there is nothing here to change. */
export const onlyReading: MiddlewareHandler = async (context, next) => {
  const { method } = context.req.raw; // `req.method` says GET where HEAD is answered by what answers GET
  if (method === 'GET' || method === 'HEAD') return next();
  context.header('Allow', METHODS.join(', '));
  if (method === 'OPTIONS') return context.body(null, 204);
  const message = `${method} is not allowed: the viewer only shows; ask with GET.`;
  return context.json({ error: { code: 'unsupported', message } }, 405);
};
