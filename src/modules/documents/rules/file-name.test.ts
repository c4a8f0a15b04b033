import { describe, expect, test } from 'vitest'
import { dispositionOf, isKept, keptName, titleFrom } from './file-name.ts'

describe('the name a file is given back under', () => {
  test.each([
    ['compte-rendu.pdf', 'application/pdf', 'compte-rendu.pdf'],
    ['Compte rendu   d’octobre.PDF', 'application/pdf', 'Compte rendu d’octobre.pdf'],
    // What it is, whatever it is called.
    ['facture.pdf', 'text/plain', 'facture.pdf.txt'],
    ['page.html', 'text/plain', 'page.html.txt'],
    ['dessin.svg', 'text/plain', 'dessin.svg.txt'],
    ['installe.msi', 'application/x-cfb', 'installe.msi.doc'],
    ['budget.csv', 'text/plain', 'budget.csv'],
    ['table.jpeg', 'image/webp', 'table.webp'],
    // No path of anybody's computer.
    ['../../etc/passwd', 'text/plain', 'passwd.txt'],
    ['C:\\Users\\moi\\liste.xlsx', 'text/plain', 'liste.xlsx.txt'],
    ['..', 'text/plain', 'document.txt'],
    ['', 'application/pdf', 'document.pdf'],
    // « exe.pdf » written backwards.
    ['facture\u202efdp.exe', 'application/pdf', 'facturefdp.exe.pdf'],
    ['a\r\nset-cookie: b.pdf', 'application/pdf', 'aset-cookie- b.pdf'],
    ['.htaccess', 'text/plain', 'htaccess.txt'],
  ])('%j of %s is %j', (given, mediaType, kept) => {
    expect(keptName(given, mediaType)).toBe(kept)
  })

  test('is never longer than a disk takes', () => {
    for (const sign of ['a', 'é', '漢', '🥕']) {
      const kept = keptName(`${sign.repeat(10_000)}.pdf`, 'application/pdf')
      expect(Buffer.byteLength(kept)).toBeLessThan(255)
      expect(kept).toMatch(/^(?:a|é|漢|🥕){50,200}\.pdf$/u)
    }
  })

  test('reaches the reader in headers of plain signs', () => {
    expect(dispositionOf('Réunion "d’été".pdf')).toBe(
      `attachment; filename="Reunion dete.pdf"; filename*=UTF-8''R%C3%A9union%20%22d%E2%80%99%C3%A9t%C3%A9%22.pdf`,
    )
  })

  test('makes a title for whoever gave none', () => {
    expect(titleFrom('compte_rendu__2026-10.pdf')).toBe('compte rendu 2026-10')
  })
})

test.each([
  'text/html',
  'application/xml',
  'application/zip',
  'application/x-msdownload',
  'application/octet-stream',
])('%s is no document', (mediaType) => expect(isKept(mediaType)).toBe(false))
