import { describe, expect, test } from 'vitest'
import {
  blocksOf,
  PageSlug,
  PageText,
  partsOf,
  PublicHost,
  publicPath,
  slugOf,
  unknownBlocks,
  withSiteLinks,
} from './page.ts'

describe('blocks', () => {
  test('stand on a line of their own, however they are spelled', () => {
    expect(partsOf('Bonjour\n\n[[ Lieux ]]\n\nfin')).toEqual([
      { markdown: 'Bonjour\n' },
      { block: 'lieux' },
      { markdown: '\nfin' },
    ])
    expect(blocksOf('[[règlement]]\n[[LIEUX]]\n[[lieux]]')).toEqual(['reglement', 'lieux'])
  })

  test('in a sentence or a fence are text', () => {
    expect(blocksOf('Voir [[lieux]] ici\n\n```\n[[lieux]]\n```')).toEqual([])
    expect(unknownBlocks('~~~\n[[inconnu]]\n~~~')).toEqual([])
    expect(unknownBlocks('```\n[[inconnu]]')).toEqual([])
  })

  test('that do not exist are told before anything is published', () => {
    expect(unknownBlocks('[[magasins]]\n\n[[lieux]]')).toEqual(['magasins'])
    expect(PageText.safeParse({ title: 'a', body: '[[magasins]]' }).error?.issues[0]?.message).toBe(
      'unknown_block',
    )
  })
})

test('links to the site keep to the site, those to elsewhere are left alone', () => {
  const site = '/c/nantes'
  expect(withSiteLinks('[a](/lieux) [b](https://example.org/x) [c](/c/autre)', site)).toBe(
    '[a](/c/nantes/lieux) [b](https://example.org/x) [c](/c/autre)',
  )
  expect(withSiteLinks('[a](//example.org)', site)).toBe('[a](//example.org)')
})

test('addresses are spelled like names, without their accents', () => {
  expect(slugOf('Chantenay – Sainte-Anne')).toBe('chantenay-sainte-anne')
  expect(slugOf('Cœur d’Îlot')).toBe('coeur-d-ilot')
  expect(publicPath({ kind: 'territory', slug: 'territoire-bellevue' })).toBe('/territoires/bellevue')
  expect(publicPath({ kind: 'free', slug: 'fete' })).toBe('/pages/fete')
  expect(publicPath({ kind: 'home', slug: 'accueil' })).toBe('')
})

test('an address of one’s own is none that every site has', () => {
  const messageOf = (slug: string) => PageSlug.safeParse(slug).error?.issues[0]?.message
  expect(messageOf('fete-des-semis')).toBeUndefined()
  expect(messageOf('Fête')).toBe('page_slug')
  expect(messageOf('questions')).toBe('page_reserved')
  expect(messageOf('territoire-bellevue')).toBe('page_reserved')
})

test('a host is a name, typed as people paste it', () => {
  expect(PublicHost.parse(' https://Caisse.Example.org/accueil ')).toBe('caisse.example.org')
  expect(PublicHost.parse('')).toBeNull()
  for (const wrong of ['localhost', '192.168.0.1', 'a b.fr', 'caisse.example.org:8080', '-a.fr'])
    expect(PublicHost.safeParse(wrong).success, wrong).toBe(false)
})
