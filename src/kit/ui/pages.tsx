import type { ComponentChildren } from 'preact'
import { Banners, Brand, Document, Footer, PageHead, SkipLink, type PageProps } from './document.tsx'
import { Icon } from './icon.tsx'
import {
  BottomBar,
  Breadcrumb,
  LinkGroups,
  PlaceList,
  type Link,
  type LinkGroup,
  type Place,
  type PlaceGroup,
} from './navigation.tsx'

export type PublicPageProps = PageProps & {
  nav?: readonly (Link & { current?: boolean })[]
  /** All the pages of the site: behind a button on a phone, and at the foot of each page. */
  menu?: readonly LinkGroup[]
  breadcrumb?: readonly Link[]
  /** Lets a picture or a table use the whole width. */
  wide?: boolean
}

/** For everyone: what the caisse is, its règlement, signing in. */
export function PublicPage(props: PublicPageProps) {
  const { t, nav = [], menu = [], breadcrumb, wide = false, account, footer, children } = props
  return (
    <Document {...props} kind="public">
      <SkipLink t={t} />
      <Banners {...props} />
      <header class={menu.length > 0 ? 'header header-site' : 'header'}>
        <Brand caisse={props.caisse} />
        {nav.length > 0 && (
          <nav class="header-nav" aria-label={t('kit.page.mainNav')}>
            <ul>
              {nav.map((link) => (
                <li key={link.href}>
                  <a href={link.href} aria-current={link.current ? 'page' : undefined}>
                    {link.label}
                  </a>
                </li>
              ))}
            </ul>
          </nav>
        )}
        {menu.length > 0 && (
          <details class="site-menu">
            <summary>
              <Icon name="menu" />
              {t('kit.page.menu')}
            </summary>
            <div class="site-menu-body">
              {account && <div class="site-menu-account">{account}</div>}
              <nav class="site-menu-groups" aria-label={t('kit.page.mainNav')}>
                <LinkGroups groups={menu} />
              </nav>
            </div>
          </details>
        )}
        {account && <div class="header-account">{account}</div>}
      </header>
      <main class={wide ? 'main main-wide' : 'main'} id="contenu" tabIndex={-1}>
        {breadcrumb && <Breadcrumb trail={breadcrumb} />}
        <PageHead {...props} />
        {children}
      </main>
      <Footer t={t} links={footer} groups={menu} />
    </Document>
  )
}

export type PersonPageProps = PageProps & {
  /** Accueil, Payer, Où acheter, Décider. */
  places?: readonly Place[]
  breadcrumb?: readonly Link[]
}

/** For a resident, on a phone first. */
export function PersonPage(props: PersonPageProps) {
  return <PhonePage {...props} kind="person" />
}

export type TillPageProps = PersonPageProps

/** For an outlet: large, quick, at arm's length. */
export function TillPage(props: TillPageProps) {
  return <PhonePage {...props} kind="till" />
}

function PhonePage(props: PersonPageProps & { kind: 'person' | 'till' }) {
  const { t, places = [], breadcrumb, account, footer, children } = props
  return (
    <Document {...props}>
      <SkipLink t={t} />
      <Banners {...props} />
      <header class="header">
        <Brand caisse={props.caisse} />
      </header>
      {places.length > 0 && <BottomBar places={places} />}
      <main class="main" id="contenu" tabIndex={-1}>
        {breadcrumb && <Breadcrumb trail={breadcrumb} />}
        <PageHead {...props} />
        {children}
      </main>
      <Footer t={t} links={footer} account={account} />
    </Document>
  )
}

export type DeskPageProps = PageProps & {
  places?: readonly PlaceGroup[]
  breadcrumb?: readonly Link[]
  /** Beside the heading: what one does with the whole page. */
  actions?: ComponentChildren
}

/** For coordinators and treasurers: a side bar from 1024 px, a menu below. */
export function DeskPage(props: DeskPageProps) {
  const { t, places = [], breadcrumb, actions, account, footer, children } = props
  return (
    <Document {...props} kind="desk">
      <SkipLink t={t} />
      <Banners {...props} />
      <div class="desk">
        <header class="desk-side">
          <Brand caisse={props.caisse} />
          {places.length > 0 && (
            <>
              <nav class="desk-nav" aria-label={t('kit.page.mainNav')}>
                <PlaceList groups={places} />
              </nav>
              <details class="desk-menu">
                <summary>
                  <Icon name="menu" />
                  {t('kit.page.menu')}
                </summary>
                <nav aria-label={t('kit.page.mainNav')}>
                  <PlaceList groups={places} />
                </nav>
                {account && <div class="desk-account">{account}</div>}
              </details>
            </>
          )}
          {account && (
            <div class={places.length > 0 ? 'desk-account desk-account-side' : 'desk-account'}>{account}</div>
          )}
        </header>
        <div class="desk-body">
          <main class="main" id="contenu" tabIndex={-1}>
            {breadcrumb && <Breadcrumb trail={breadcrumb} />}
            <div class="desk-head">
              <PageHead {...props} />
              {actions && <div class="actions">{actions}</div>}
            </div>
            {children}
          </main>
          <Footer t={t} links={footer} />
        </div>
      </div>
    </Document>
  )
}

export type PrintPageProps = Pick<PageProps, 't' | 'title' | 'caisse' | 'practice'> & {
  /** Said on screen only, above the sheet: how to print it. */
  help?: ComponentChildren
  children: ComponentChildren
}

/** On paper of a caisse where one learns; also inside what is cut out. */
export const PracticeBand = ({ t }: Pick<PageProps, 't'>) => (
  <p class="practice-band">{t('kit.page.practicePaper')}</p>
)

/** A4, black and white safe: `.sheet` for each sheet, `.cut` around what is cut out. */
export function PrintPage(props: PrintPageProps) {
  return (
    <Document {...props} kind="print" theme="light">
      <SkipLink t={props.t} />
      {props.help && <aside class="print-help">{props.help}</aside>}
      <main class="sheet" id="contenu" tabIndex={-1}>
        {props.practice && <PracticeBand t={props.t} />}
        {props.children}
      </main>
    </Document>
  )
}
