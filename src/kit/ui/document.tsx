import type { ComponentChildren, VNode } from 'preact'
import { renderToString } from 'preact-render-to-string'
import { direction, LANGUAGE_NAMES, LOCALES, type Locale } from '../i18n/locale.ts'
import type { Translate } from '../i18n/translate.ts'
import type { Day } from '../month.ts'
import { asset } from './assets.ts'
import { Icon } from './icon.tsx'
import { Mark } from './mark.tsx'
import { LinkGroups, type Link, type LinkGroup } from './navigation.tsx'
import { WordsProvider } from './words.tsx'

/** How a caisse shows itself. */
export type CaisseLook = {
  name: string
  /** Its first page. */
  href: string
  logo?: string | undefined
  /** Stylesheet made by `accentCss` of `accent.ts`. */
  accentHref?: string | undefined
}

/** What search engines and shared links read of a public page. */
export type PageMeta = {
  /** The page's one address, wherever it was read. */
  canonical: string
  siteName: string
  description?: string | undefined
  type?: 'website' | 'article'
  /** Its feeds. */
  feeds?: readonly { href: string; label: string; type: 'application/atom+xml' | 'text/calendar' }[]
  /** Things of schema.org. */
  data?: readonly object[]
  /** Nothing here is for real: search engines stay out. */
  hidden?: boolean
}

export type PageProps = {
  t: Translate
  /** The page's one answer: its title and, unless `heading` says more, its first heading. */
  title: string
  /** Instead of the title at the top of the page; `null` where the page writes its own h1. */
  heading?: ComponentChildren
  /** A sentence under the heading. */
  lead?: ComponentChildren
  caisse?: CaisseLook | undefined
  /** Invented people and amounts. */
  demo?: boolean
  /** A caisse to learn with. */
  practice?: boolean
  /** A caisse that ends, or ended and is only read. */
  ending?: { lastDay: Day; archived: boolean } | undefined
  /** What happened just before, such as a `Notice`. */
  notice?: ComponentChildren
  /** Who is signed in and the way out: in the header, on a desk at the foot of its side bar, on a phone at the page's end. */
  account?: ComponentChildren
  footer?: readonly Link[]
  /** The person's own choice; otherwise the device decides. */
  theme?: 'light' | 'dark' | undefined
  meta?: PageMeta | undefined
  children: ComponentChildren
}

/** The answer to a request, ready to send. */
export const renderPage = (page: VNode): string => `<!doctype html>${renderToString(page)}`

export type DocumentProps = {
  t: Translate
  title: string
  caisse?: CaisseLook | undefined
  theme?: 'light' | 'dark' | undefined
  meta?: PageMeta | undefined
  lead?: ComponentChildren
  /** The kind of page, as a class of the body. */
  kind: 'public' | 'person' | 'desk' | 'till' | 'print'
  children: ComponentChildren
}

/** The shell of every page. */
export function Document({ t, title, caisse, theme, kind, meta, lead, children }: DocumentProps) {
  return (
    <html lang={t.locale} dir={direction(t.locale)} data-theme={theme}>
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{[title, caisse?.name ?? 'Tablée'].join(' – ')}</title>
        <meta name="color-scheme" content="light dark" />
        <meta name="theme-color" content="#fbf6ea" media="(prefers-color-scheme: light)" />
        <meta name="theme-color" content="#1b1a15" media="(prefers-color-scheme: dark)" />
        <link rel="icon" type="image/svg+xml" href={asset('favicon.svg')} />
        <link rel="preload" as="font" type="font/woff2" href={asset('font.woff2')} crossorigin="anonymous" />
        <link rel="stylesheet" href={asset('style.css')} />
        {caisse?.accentHref && <link rel="stylesheet" href={caisse.accentHref} />}
        {meta && (
          <Meta
            t={t}
            title={title}
            meta={{ ...meta, description: meta.description ?? (typeof lead === 'string' ? lead : undefined) }}
          />
        )}
      </head>
      <body class={`page page-${kind}`}>
        <WordsProvider t={t}>{children}</WordsProvider>
      </body>
    </html>
  )
}

function Meta({ t, title, meta }: { t: Translate; title: string; meta: PageMeta }) {
  const { canonical, siteName, description, type = 'website', feeds = [], data = [], hidden } = meta
  return (
    <>
      <link rel="canonical" href={canonical} />
      {description && <meta name="description" content={description} />}
      {hidden && <meta name="robots" content="noindex" />}
      <meta property="og:title" content={title} />
      {description && <meta property="og:description" content={description} />}
      <meta property="og:type" content={type} />
      <meta property="og:url" content={canonical} />
      <meta property="og:site_name" content={siteName} />
      <meta property="og:locale" content={OPEN_GRAPH_LOCALES[t.locale]} />
      {feeds.map((feed) => (
        <link key={feed.href} rel="alternate" type={feed.type} title={feed.label} href={feed.href} />
      ))}
      {data.length > 0 && (
        <script
          type="application/ld+json"
          // Safe: `<` is written as its number, so that no text ends the block.
          dangerouslySetInnerHTML={{
            __html: JSON.stringify({ '@context': 'https://schema.org', '@graph': data }).replaceAll(
              '<',
              '\\u003c',
            ),
          }}
        />
      )}
    </>
  )
}

const OPEN_GRAPH_LOCALES: Record<Locale, string> = { fr: 'fr_FR', en: 'en_GB' }

export function SkipLink({ t }: { t: Translate }) {
  return (
    <a class="skip-link" href="#contenu">
      {t('kit.page.skip')}
    </a>
  )
}

/** Where one is when nothing is for real. */
export function Banners({
  t,
  demo,
  practice,
  ending,
}: Pick<PageProps, 't' | 'demo' | 'practice' | 'ending'>) {
  if (!demo && !practice && !ending) return null
  return (
    <aside class="banners" aria-label={t('kit.page.warning')}>
      {ending && (
        <p class="banner banner-ending">
          <Icon name={ending.archived ? 'lock' : 'announce'} size="small" />
          {t(ending.archived ? 'kit.page.archived' : 'kit.page.lastDay', { day: ending.lastDay })}
        </p>
      )}
      {practice && (
        <p class="banner banner-practice">
          <Icon name="practice" size="small" />
          {t('kit.page.practice')}
        </p>
      )}
      {demo && (
        <p class="banner banner-demo">
          <Icon name="info" size="small" />
          {t('kit.page.demo')}
        </p>
      )}
    </aside>
  )
}

/** The caisse's name and logo, or ours. */
export function Brand({ caisse }: { caisse?: CaisseLook | undefined }) {
  return (
    <a class="brand" href={caisse?.href ?? '/'}>
      {caisse?.logo ? <img class="brand-logo" src={caisse.logo} alt="" width="40" height="40" /> : <Mark />}
      <span class="brand-name">{caisse?.name ?? 'Tablée'}</span>
    </a>
  )
}

/** The heading of a page and what stands under it. */
export function PageHead({
  title,
  heading,
  lead,
  notice,
}: Pick<PageProps, 'title' | 'heading' | 'lead' | 'notice'>) {
  return (
    <>
      {notice && <div class="page-notice">{notice}</div>}
      {heading !== null && (
        <div class="page-head">
          <h1>{heading ?? title}</h1>
          {lead && <p class="lead">{lead}</p>}
        </div>
      )}
    </>
  )
}

/** At the end of every page: who is signed in (on a phone), where else to go, the language, and us. */
export function Footer({
  t,
  links = [],
  groups = [],
  account,
}: {
  t: Translate
  links?: readonly Link[] | undefined
  /** All the pages of a site, under their headings. */
  groups?: readonly LinkGroup[]
  account?: ComponentChildren
}) {
  return (
    <footer class="footer">
      {account && <div class="footer-account">{account}</div>}
      {groups.length > 0 && (
        <nav class="footer-site" aria-label={t('kit.page.siteNav')}>
          <LinkGroups groups={groups} />
        </nav>
      )}
      {links.length > 0 && (
        <ul class="footer-links">
          {links.map((link) => (
            <li key={link.href}>
              <a href={link.href}>{link.label}</a>
            </li>
          ))}
        </ul>
      )}
      <LanguageSwitch t={t} />
      <p class="footer-mark">
        <Mark size={24} />
        {t('kit.page.freeSoftware')}
      </p>
    </footer>
  )
}

/** The other languages, each under its own name. */
function LanguageSwitch({ t }: { t: Translate }) {
  return (
    <div class="languages" role="group" aria-label={t('kit.page.language')}>
      <Icon name="language" size="small" />
      {LOCALES.filter((locale) => locale !== t.locale).map((locale) => (
        <form method="post" action={`/langue/${locale}`} key={locale}>
          <button type="submit" class="link-button" lang={locale}>
            {LANGUAGE_NAMES[locale]}
          </button>
        </form>
      ))}
    </div>
  )
}
