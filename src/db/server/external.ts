import pg from 'pg'
import { APP_ROLE, OWNER_ROLE } from '../embedded.ts'
import { takeLock } from '../lock.ts'
import { scramVerifier } from '../scram.ts'
import { rolePassword } from '../secrets.ts'
import type { Secrets } from '../secrets.ts'
import { AlreadyRunning, StartError } from '../start-error.ts'
import { asRole, isAddress, withoutPassword } from './address.ts'
import { lackingRight, quote, readFacts, refuseOwner, refuseServer } from './facts.ts'
import type { Facts } from './facts.ts'

type External = {
  url: string
  appUrl: string | null
  secrets: Secrets
  onLost?: () => void
  guest?: boolean
}

/**
 * A PostgreSQL server that somebody else runs. Its user needs no more than to own what Tablée creates;
 * what it lacks is refused with the statements that an administrator of the server may run.
 */
export async function connectExternal({ url, appUrl, secrets, onLost, guest }: External) {
  if (!isAddress(url))
    throw new StartError(
      `DATABASE_URL n’est pas une adresse de base : elle s’écrit postgres://utilisateur:motdepasse@machine:5432/base`,
    )
  const client = await connect(url, 'DATABASE_URL')
  try {
    const facts = await readFacts(client)
    refuseServer(facts)
    const ownerUrl = facts.superuser ? await ownerUnderSuperuser(client, facts, url, secrets) : url
    if (!facts.superuser) refuseOwner(facts)
    const workingUrl = appUrl
      ? await givenApplicationRole(client, facts, appUrl)
      : await ownApplicationRole(client, facts, url, secrets)

    const outcome = await takeLock(ownerUrl, onLost ?? endThisProcess)
    if ('heldBy' in outcome && !guest)
      throw new AlreadyRunning(`la base ${withoutPassword(url)}`, outcome.heldBy)
    const lock = 'lock' in outcome ? outcome.lock : null
    return {
      ownerUrl,
      appUrl: workingUrl,
      version: facts.version,
      announce: async (address: string) => lock?.announce(address),
      stop: async () => lock?.release(),
    }
  } finally {
    await client.end()
  }
}

function endThisProcess(): void {
  console.error('Une autre Tablée a pris cette base : celle-ci s’arrête.')
  process.exit(1)
}

async function connect(url: string, variable: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return client
  } catch (cause) {
    await client.end().catch(() => {})
    const { code, message } = cause as { code?: string; message: string }
    throw new StartError(
      `Pas de connexion à ${withoutPassword(url)} (${variable}) : ${reasons[code ?? ''] ?? message}`,
      {
        cause,
      },
    )
  }
}

const reasons: Record<string, string> = {
  ECONNREFUSED: 'aucun serveur n’écoute à cette adresse.',
  ENOENT: 'aucun serveur n’écoute à cette adresse.',
  ENOTFOUND: 'cette machine est inconnue.',
  ETIMEDOUT: 'le serveur ne répond pas.',
  '28P01': 'utilisateur ou mot de passe refusé.',
  '28000': 'le serveur refuse cet utilisateur depuis cette machine (pg_hba.conf).',
  '3D000': 'cette base n’existe pas.',
  '53300': 'le serveur a trop de connexions ouvertes.',
  '57P03': 'le serveur démarre ou s’arrête : réessayez dans un instant.',
}

/**
 * A superuser sees through row-level security, even as owner: what Tablée does as owner (migrations, jobs)
 * it then does as a plain role of its own.
 */
async function ownerUnderSuperuser(
  client: pg.Client,
  facts: Facts,
  url: string,
  secrets: Secrets,
): Promise<string> {
  const password = rolePassword(secrets, OWNER_ROLE)
  const ownerUrl = asRole(url, OWNER_ROLE, password)
  if (!(await roleExists(client, OWNER_ROLE)))
    await client.query(`create role ${OWNER_ROLE} login password '${scramVerifier(password)}'`)
  await client.query(`grant create, connect on database ${quote(facts.database)} to ${OWNER_ROLE}`)
  await client.query(`grant usage, create on schema public to ${OWNER_ROLE}`)
  if (await connects(ownerUrl)) return ownerUrl
  throw foreignPassword(
    OWNER_ROLE,
    password,
    facts.database,
    'donnez dans DATABASE_URL un utilisateur ordinaire',
  )
}

async function ownApplicationRole(
  client: pg.Client,
  facts: Facts,
  url: string,
  secrets: Secrets,
): Promise<string> {
  const password = rolePassword(secrets, APP_ROLE)
  const appUrl = asRole(url, APP_ROLE, password)
  if (!(await roleExists(client, APP_ROLE))) {
    const create = `create role ${APP_ROLE} login password '${scramVerifier(password)}'`
    if (!facts.createsRoles && !facts.superuser)
      throw lackingRight(
        `Il manque le rôle « ${APP_ROLE} », sous lequel l’application travaille, et « ${facts.user} » ne peut pas le créer.`,
        facts.database,
        [`${create};`, `grant connect on database ${quote(facts.database)} to ${APP_ROLE};`],
      )
    await client.query(create)
  }
  if (!(await connects(appUrl)))
    throw foreignPassword(
      APP_ROLE,
      password,
      facts.database,
      'donnez dans DATABASE_APP_URL l’adresse complète d’un rôle ordinaire, membre de tablee_app',
    )
  await refuseStrongRole(client, facts, APP_ROLE)
  return appUrl
}

async function givenApplicationRole(client: pg.Client, facts: Facts, appUrl: string): Promise<string> {
  if (!isAddress(appUrl)) throw new StartError(`DATABASE_APP_URL n’est pas une adresse de base.`)
  const app = await connect(appUrl, 'DATABASE_APP_URL')
  let role: string
  try {
    // the start time tells two servers apart without any privilege
    const same = `select current_user as role, current_database() || pg_postmaster_start_time() as place`
    const [here, there] = await Promise.all(
      [client, app].map(async (each) => (await each.query<{ role: string; place: string }>(same)).rows[0]!),
    )
    if (here!.place !== there!.place)
      throw new StartError(`DATABASE_URL et DATABASE_APP_URL ne désignent pas la même base.`)
    role = there!.role
  } finally {
    await app.end()
  }
  await refuseStrongRole(client, facts, role)
  if (role === APP_ROLE) return appUrl
  const statements: string[] = []
  if (!(await roleExists(client, APP_ROLE))) {
    if (facts.createsRoles || facts.superuser) await client.query(`create role ${APP_ROLE} nologin`)
    else statements.push(`create role ${APP_ROLE} nologin;`)
  }
  if (statements.length > 0 || !(await hasRole(client, role, APP_ROLE)))
    statements.push(`grant ${APP_ROLE} to ${quote(role)};`)
  if (statements.length === 0) return appUrl
  throw lackingRight(
    `Le rôle « ${role} » (DATABASE_APP_URL) doit être membre de « ${APP_ROLE} ».`,
    facts.database,
    statements,
  )
}

/** The application must stand under the policies that keep caisses apart. */
async function refuseStrongRole(client: pg.Client, facts: Facts, role: string): Promise<void> {
  const { rows } = await client.query<{ above: boolean }>(
    `select rolsuper or rolbypassrls as above from pg_roles where rolname = $1`,
    [role],
  )
  if (rows[0]!.above)
    throw lackingRight(
      `Le rôle « ${role} » passe au-dessus des règles qui séparent les caisses : l’application ne peut pas travailler sous lui.`,
      facts.database,
      [`alter role ${quote(role)} nosuperuser nobypassrls;`],
    )
  if (role === facts.user || (await hasRole(client, role, facts.superuser ? OWNER_ROLE : facts.user)))
    throw new StartError(
      `Le rôle « ${role} » possède les tables ou est membre de leur propriétaire : donnez à l’application un autre rôle.`,
    )
}

function foreignPassword(role: string, password: string, database: string, otherwise: string): StartError {
  return lackingRight(
    `Le rôle « ${role} » existe sur ce serveur avec un autre mot de passe que celui de ce dossier de données :\n` +
      `une autre Tablée s’en sert peut-être. Dans ce cas, ${otherwise}.`,
    database,
    [
      `alter role ${role} login password '${scramVerifier(password)}';`,
      `grant connect on database ${quote(database)} to ${role};`,
    ],
  )
}

async function connects(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    return true
  } catch (error) {
    // password, login forbidden, no right to connect
    if (['28P01', '28000', '42501'].includes((error as { code?: string }).code ?? '')) return false
    throw error
  } finally {
    await client.end().catch(() => {})
  }
}

async function roleExists(client: pg.Client, role: string): Promise<boolean> {
  return (await client.query('select from pg_roles where rolname = $1', [role])).rowCount === 1
}

async function hasRole(client: pg.Client, member: string, role: string): Promise<boolean> {
  const { rows } = await client.query<{ has: boolean }>(`select pg_has_role($1, $2, 'usage') as has`, [
    member,
    role,
  ])
  return rows[0]!.has
}
