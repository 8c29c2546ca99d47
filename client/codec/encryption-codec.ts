import type { Payload, PayloadCodec, SerializationContext } from '@temporalio/common';
import { NAME } from '../../workflows/contracts/names.js';
import { PayloadRefused } from '../errors.js';
import { brandOfPayload, decryptPayload, encryptPayload, isEncrypted } from './encrypted-payload.js';
import type { EncryptionKeys } from './encryption-keys.js';

/**
 * Encrypts each payload with the key of its workflow's brand, and decrypts with any known key. Plain payloads from
 * before encryption was on pass. Without keys it encrypts nothing, and refuses encrypted payloads with the id of the
 * missing key.
 */
export class EncryptionCodec implements PayloadCodec {
  readonly #keys: EncryptionKeys;

  constructor(keys: EncryptionKeys) {
    this.#keys = keys;
  }

  async encode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    const brand = brandOfContext(context);
    const key = this.#keys.encrypting(brand);
    return key === null ? payloads : payloads.map((payload) => encryptPayload(payload, brand, key));
  }

  /** @throws PayloadRefused */
  async decode(payloads: Payload[], context?: SerializationContext): Promise<Payload[]> {
    const brand = brandOfContext(context);
    return payloads.map((payload) => {
      if (!isEncrypted(payload)) return payload;
      const of = brandOfPayload(payload);
      if (brand !== null && of !== null && of !== brand) {
        throw new PayloadRefused(`a payload of brand "${of}" is in a workflow of "${brand}": somebody has moved it`);
      }
      return decryptPayload(payload, this.#keys);
    });
  }
}

/** Returns the first part of a workflow's id; `null` if the workflow belongs to no brand. */
function brandOfContext(context: SerializationContext | undefined): string | null {
  const [first = '', ...rest] = (context?.workflowId ?? '').split(':');
  return rest.length > 0 && NAME.test(first) ? first : null;
}
