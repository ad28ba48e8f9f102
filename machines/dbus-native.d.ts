/** What muster uses of the package: its codec. Its own typings describe only the client. */
declare module '@homebridge/dbus-native/lib/message.js' {
  export interface Message {
    serial: number;
    type: number;
    flags?: number;
    path?: string;
    interface?: string;
    member?: string;
    errorName?: string;
    replySerial?: number;
    destination?: string;
    sender?: string;
    signature?: string;
    body?: unknown[];
  }
  const codec: {
    marshall(message: Message): Buffer;
    /** Reads a whole message; the message must have a body. */
    unmarshall(buffer: Buffer): Message;
  };
  // biome-ignore lint/style/noDefaultExport: a CommonJS module
  export default codec;
}
