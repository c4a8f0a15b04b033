import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { debianBinaries, startCluster } from '../../test/debian-cluster.ts'
import type { ThrowAwayCluster } from '../../test/debian-cluster.ts'
import { embeddedBinaries } from './embedded/binaries.ts'
import { openServer } from './server.ts'
import type { DatabaseServer, ServerEnvironment } from './server.ts'
import { asRole, withoutPassword } from './server/address.ts'
import { takeLock } from './lock.ts'
import { AlreadyRunning } from './start-error.ts'

describe('addresses', () => {
  test.each([
    ['postgres://a:b@db:5433/x', 'postgres://app:p%40ss@db:5433/x'],
    ['postgresql://a@db/x?sslmode=require', 'postgresql://app:p%40ss@db/x?sslmode=require'],
    ['postgres:///x?host=/run/pg&user=a', 'postgres://app:p%40ss@/x?host=%2Frun%2Fpg'],
    ['postgres://a:b@[::1]:5432/x', 'postgres://app:p%40ss@[::1]:5432/x'],
  ])('%s as another role', (url, expected) => {
    expect(asRole(url, 'app', 'p@ss')).toBe(expected)
  })

  test('a password is never shown', () => {
    expect(withoutPassword('postgres://claire:secret@db/caisse')).toBe('postgres://claire@db/caisse')
    expect(withoutPassword('nonsense secret')).toBe('DATABASE_URL')
  })
})

describe('a server that somebody else runs', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'tablee-server-'))
  const opened: DatabaseServer[] = []
  let cluster: ThrowAwayCluster

  beforeAll(async () => {
    cluster = await startCluster(debianBinaries() ?? embeddedBinaries())
  })

  afterEach(async () => {
    for (const server of opened.splice(0)) await server.stop()
    for (const { datname } of await admin<{ datname: string }>(
      `select datname from pg_database where datname like 'caisse%'`,
    ))
      await admin(`drop database ${datname} with (force)`)
    for (const role of ['tablee_app', 'tablee_owner', 'claire', 'travail'])
      await admin(`drop role if exists ${role}`)
  })

  afterAll(async () => {
    await cluster.stop()
    fs.rmSync(folder, { recursive: true, force: true })
  })

  async function admin<Row extends object>(sql: string, database = 'postgres'): Promise<Row[]> {
    return query<Row>(inDatabase(cluster.superUrl, database), sql)
  }

  async function query<Row extends object>(url: string, sql: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: url })
    await client.connect()
    try {
      return (await client.query<Row>(sql)).rows
    } finally {
      await client.end()
    }
  }

  function inDatabase(url: string, database: string): string {
    return Object.assign(new URL(url), { pathname: `/${database}` }).href
  }

  /** A database `caisse` of an ordinary user `claire`, as an administrator would give it. */
  async function givenDatabase(powers = 'createrole', more = 'owner claire'): Promise<string> {
    await admin(`create role claire login password 'secret' ${powers}`)
    await admin(`create database caisse template template0 encoding 'UTF8' ${more}`)
    return asRole(inDatabase(cluster.superUrl, 'caisse'), 'claire', 'secret')
  }

  async function open(env: ServerEnvironment, data = 'data'): Promise<DatabaseServer> {
    const server = await openServer(env, path.join(folder, data))
    opened.push(server)
    return server
  }

  /** What a refusal tells an administrator to run. */
  async function statements(attempt: Promise<unknown>): Promise<string[]> {
    const message = await attempt.then(
      () => 'nothing was refused',
      (error: Error) => error.message,
    )
    return message.split('\n').flatMap((line) => /^ {2}(.*;)$/.exec(line)?.[1] ?? [])
  }

  const currentUser = async (url: string) =>
    (await query<{ user: string }>(url, 'select current_user as user'))[0]!.user

  test('an ordinary owner that may create roles needs nothing else', async () => {
    const url = await givenDatabase()
    const server = await open({ DATABASE_URL: url })
    expect(server).toMatchObject({ embedded: false, ownerUrl: url, version: cluster.version })
    expect(await currentUser(server.appUrl)).toBe('tablee_app')
    await server.stop()
    expect(await currentUser((await open({ DATABASE_URL: url })).appUrl)).toBe('tablee_app')
  })

  test('an owner that may not create roles is refused with statements, which suffice', async () => {
    const url = await givenDatabase('nocreaterole')
    const wanted = await statements(open({ DATABASE_URL: url }))
    expect(wanted).toHaveLength(2)
    expect(wanted[0]).toMatch(/^create role tablee_app login password 'SCRAM-SHA-256\$/)
    for (const statement of wanted) await admin(statement, 'caisse')
    expect(await currentUser((await open({ DATABASE_URL: url })).appUrl)).toBe('tablee_app')
  })

  test('a user without rights on the database is refused with statements, which suffice', async () => {
    const url = await givenDatabase('createrole bypassrls', 'owner postgres')
    const wanted = await statements(open({ DATABASE_URL: url }))
    expect(wanted).toEqual([
      'grant create on database "caisse" to "claire";',
      'grant usage, create on schema public to "claire";',
      'alter role "claire" nobypassrls;',
    ])
    for (const statement of wanted) await admin(statement, 'caisse')
    await query(
      (await open({ DATABASE_URL: url })).ownerUrl,
      'create table t (); create schema s; create extension unaccent',
    )
  })

  test('a superuser only opens the door: a plain owner works', async () => {
    await givenDatabase()
    const server = await open({ DATABASE_URL: inDatabase(cluster.superUrl, 'caisse') })
    expect(await currentUser(server.ownerUrl)).toBe('tablee_owner')
    const [role] = await query<object>(
      server.ownerUrl,
      'select rolsuper, rolbypassrls from pg_roles where rolname = current_user',
    )
    expect(role).toEqual({ rolsuper: false, rolbypassrls: false })
    await query(server.ownerUrl, 'create table t (); create schema s; create extension unaccent')
  })

  test('another data folder does not take the role of the first one', async () => {
    const url = await givenDatabase()
    await (await open({ DATABASE_URL: url })).stop()
    const wanted = await statements(open({ DATABASE_URL: url }, 'other'))
    expect(wanted[0]).toMatch(/^alter role tablee_app login password 'SCRAM/)
    for (const statement of wanted) await admin(statement, 'caisse')
    expect(await currentUser((await open({ DATABASE_URL: url }, 'other')).appUrl)).toBe('tablee_app')
  })

  test('the application may be given a role of its own, if it is a plain one', async () => {
    const url = await givenDatabase('createrole')
    await admin(`create role travail login password 'autre' superuser`)
    const env = { DATABASE_URL: url, DATABASE_APP_URL: asRole(url, 'travail', 'autre') }
    for (const wanted of [
      'alter role "travail" nosuperuser nobypassrls;',
      'grant tablee_app to "travail";',
    ]) {
      expect(await statements(open(env))).toEqual([wanted])
      await admin(wanted, 'caisse')
    }
    expect((await open(env)).appUrl).toBe(env.DATABASE_APP_URL)
    await expect(open({ ...env, DATABASE_APP_URL: url })).rejects.toThrow(
      /donnez à l’application un autre rôle/,
    )
    await expect(open({ ...env, DATABASE_APP_URL: inDatabase(url, 'postgres') })).rejects.toThrow(
      /pas la même base/,
    )
  })

  test('two processes on one database: the second says where the first one answers', async () => {
    const url = await givenDatabase()
    const server = await open({ DATABASE_URL: url })
    await server.announce('https://caisse.example.org')
    await expect(open({ DATABASE_URL: url })).rejects.toThrow(AlreadyRunning)
    await expect(open({ DATABASE_URL: url })).rejects.toThrow(/https:\/\/caisse\.example\.org/)
    const guest = await openServer({ DATABASE_URL: url }, path.join(folder, 'data'), { guest: true })
    await guest.stop()
    await expect(open({ DATABASE_URL: url })).rejects.toThrow(AlreadyRunning)
  })

  test('a connection that the server cuts is taken again; if another was quicker, we are told', async () => {
    const url = await givenDatabase()
    let lost = 0
    const holding = `select pid from pg_locks where locktype = 'advisory'`
    const holder = async () => (await admin<{ pid: number }>(holding))[0]?.pid
    const outcome = await takeLock(url, () => (lost += 1))
    const first = await holder()
    await admin(`select pg_terminate_backend(${first})`)
    while ([first, undefined].includes(await holder())) await sleep(20)
    expect(lost).toBe(0)

    await admin(`select pg_terminate_backend(${await holder()})`)
    const other = await takeLock(url, () => {})
    expect(Object.keys(other)).toEqual(['lock'])
    while (lost === 0) await sleep(20)
    for (const each of [outcome, other]) if ('lock' in each) await each.lock.release()
  })

  test('what is wrong is said, without the password', async () => {
    const url = await givenDatabase()
    const refused = async (bad: string) => open({ DATABASE_URL: bad }).catch((error: Error) => error.message)
    expect(await refused('caisse')).toMatch(/postgres:\/\/utilisateur/)
    expect(await refused(url.replace('secret', 'perdu'))).toMatch(/refusé/)
    expect(await refused(url.replace('secret', 'perdu'))).not.toMatch(/perdu/)
    expect(await refused(inDatabase(url, 'ailleurs'))).toMatch(/cette base n’existe pas/)
    expect(await refused('postgres://claire:secret@127.0.0.1:1/caisse')).toMatch(/aucun serveur n’écoute/)
    await admin(
      `create database caisse_latin template template0 encoding 'LATIN1' locale 'C' locale_provider libc owner claire`,
    )
    expect(await refused(inDatabase(url, 'caisse_latin'))).toMatch(/LATIN1.*UTF-8/s)
  })
})
