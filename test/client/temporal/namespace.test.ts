import { randomUUID } from 'node:crypto';
import { Connection } from '@temporalio/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureNamespace } from '../../../client/temporal/namespace.js';
import { registerNamespace } from '../../../dev/temporal/register-namespace.js';
import { SEARCH_ATTRIBUTES } from '../../../workflows/contracts/search-attributes.js';
import { temporalAddress } from '../../support/temporal.js';

let connection: Connection;
beforeAll(async () => {
  connection = await Connection.connect({ address: temporalAddress() });
});
afterAll(() => connection.close());

async function newNamespace(days: number): Promise<string> {
  const namespace = `test-${randomUUID()}`;
  await registerNamespace(connection, namespace, days);
  return namespace;
}

async function attributesOf(namespace: string): Promise<Record<string, unknown>> {
  const { customAttributes } = await connection.operatorService.listSearchAttributes({ namespace });
  return customAttributes;
}

describe('ensureNamespace', () => {
  it('registers every search attribute of a run in a namespace that has none', async () => {
    const namespace = await newNamespace(30);
    await ensureNamespace(connection, namespace);
    expect(Object.keys(await attributesOf(namespace)).sort()).toEqual(Object.keys(SEARCH_ATTRIBUTES).sort());
  });

  it('may be called by several processes at once, and again', async () => {
    const namespace = await newNamespace(30);
    await Promise.all(Array.from({ length: 8 }, () => ensureNamespace(connection, namespace)));
    await ensureNamespace(connection, namespace);
    expect(Object.keys(await attributesOf(namespace))).toHaveLength(Object.keys(SEARCH_ATTRIBUTES).length);
  });

  it('keeps the attributes that others have registered', async () => {
    const namespace = await newNamespace(30);
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: { Theirs: 3, Brand: 2 } });
    await ensureNamespace(connection, namespace);
    expect(await attributesOf(namespace)).toMatchObject({ Theirs: 3, Brand: 2, NeedsAttention: 5 });
  });

  it('refuses a namespace in which an attribute has another type, by its name', async () => {
    const namespace = await newNamespace(30);
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: { Stage: 3 } });
    await expect(ensureNamespace(connection, namespace)).rejects.toThrow(/search attribute Stage of another type/);
  });

  it('refuses a namespace that keeps closed runs for less than 30 days, and says how to change it', async () => {
    const namespace = await newNamespace(7);
    await expect(ensureNamespace(connection, namespace)).rejects.toThrow(
      new RegExp(`168 hours.*30 days.*namespace update --namespace ${namespace} --retention 30d`),
    );
    expect(await attributesOf(namespace)).toEqual({});
  });

  it('refuses a namespace that does not exist, and names the command that creates it', async () => {
    await expect(ensureNamespace(connection, 'nobody-made-it')).rejects.toMatchObject({
      name: 'NamespaceUnfit',
      message: expect.stringMatching(/"nobody-made-it".*namespace create --namespace nobody-made-it --retention 30d/),
    });
  });

  it('names the command that registers what the server does not let it register', async () => {
    const namespace = await newNamespace(30);
    const full = Object.fromEntries(Array.from({ length: 3 }, (_, n) => [`Flag${n}`, 5]));
    await connection.operatorService.addSearchAttributes({ namespace, searchAttributes: full });
    await expect(ensureNamespace(connection, namespace)).rejects.toThrow(
      /lacks search attributes .*--name NeedsAttention --type Bool/,
    );
  });
});
