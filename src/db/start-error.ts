/** The database server cannot be used: `message` is a French text for the operator, shown as it is. */
export class StartError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options)
    this.name = 'StartError'
  }
}

/** Another Tablée already works on this data. `url` is its address, when it has said one. */
export class AlreadyRunning extends StartError {
  readonly url: string | null

  constructor(place: string, url: string | null) {
    super(
      `Une Tablée est déjà en marche sur ${place}${url ? `, à l’adresse ${url}` : ''}.\n` +
        `Elle n’a pas été touchée. Pour en lancer une deuxième, donnez-lui d’autres données (variable TABLEE_DATA).`,
    )
    this.name = 'AlreadyRunning'
    this.url = url
  }
}
