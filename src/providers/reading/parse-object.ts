import { NotJson, ProtocolFault } from './protocol-fault.js';

export function parseObject(raw: string): object {
  let value: unknown;
  try {
    value = JSON.parse(raw);
  } catch {
    throw new NotJson();
  }
  if (typeof value !== 'object' || value === null) throw new ProtocolFault('sent data that is no chunk');
  return value;
}
