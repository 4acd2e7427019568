/** The provider's bytes are not its protocol, or say that it failed. Thrown by readers, which do not know whose bytes they read. */
export class ProtocolFault extends Error {
  constructor(readonly detail: string) {
    super(detail);
  }
}

export class NotJson extends ProtocolFault {
  constructor() {
    super('sent data that is not JSON');
  }
}
