/** Types of the parts of @sabaki/gtp that we use; it comes without any. */
declare module '@sabaki/gtp' {
  export interface GtpCommand {
    id: number | null;
    name: string;
    args: string[];
  }
  export interface GtpResponse {
    id: number | null;
    content: string;
    /** True for "?", false for "=". */
    error: boolean;
  }
  /** A CommonJS module whose names Node cannot import one by one. */
  const gtp: {
    Command: { fromString(line: string): GtpCommand; toString(command: GtpCommand): string };
    Response: { fromString(text: string): GtpResponse; toString(response: GtpResponse): string };
  };
  export default gtp;
}
