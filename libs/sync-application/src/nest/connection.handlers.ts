import type { QboConnector } from '@bpro-qbo-sync/qbo-client';
import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import {
  beginConnection,
  completeConnection,
  disconnect,
  type Callback,
} from '../connection/connection-commands.js';
import type { Cause, Ports } from '../ports.js';
import { knownCompany } from '../settings/configure-sync.js';
import { PORTS, QBO_CONNECTOR } from './injection-tokens.js';

/** Where to send the manager's browser (rule B1). `state` comes back in the callback, once. */
export class BeginConnection extends Command<{ readonly url: string; readonly state: string }> {
  constructor(
    readonly tenant: string,
    readonly startOver: boolean,
    readonly cause: Cause,
  ) {
    super();
  }
}

@CommandHandler(BeginConnection)
export class BeginConnectionHandler implements ICommandHandler<BeginConnection> {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(QBO_CONNECTOR) private readonly connector: QboConnector,
  ) {}

  execute({ tenant, startOver, cause }: BeginConnection): Promise<{ url: string; state: string }> {
    return beginConnection(this.ports, this.connector, tenant, startOver, cause);
  }
}

/** Intuit sent the browser back (rules B1, B3, B4). */
export class CompleteConnection extends Command<{ readonly realmId: string }> {
  constructor(
    readonly tenant: string,
    readonly callback: Callback,
    readonly cause: Cause,
  ) {
    super();
  }
}

@CommandHandler(CompleteConnection)
export class CompleteConnectionHandler implements ICommandHandler<CompleteConnection> {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(QBO_CONNECTOR) private readonly connector: QboConnector,
  ) {}

  async execute({ tenant, callback, cause }: CompleteConnection): Promise<{ realmId: string }> {
    const connected = await completeConnection(this.ports, this.connector, tenant, callback, cause);
    await this.readName(tenant);
    return connected;
  }

  /** The company's name is always shown (rule B1). The connection stands without it; the next plan reads it. */
  private async readName(tenant: string): Promise<void> {
    try {
      await knownCompany(this.ports, tenant, 0);
    } catch {
      this.ports.log('warn', 'the company could not be read after connecting', { tenant });
    }
  }
}

/** Revokes the token at Intuit (rule B5). */
export class Disconnect extends Command<void> {
  constructor(
    readonly tenant: string,
    readonly cause: Cause,
  ) {
    super();
  }
}

@CommandHandler(Disconnect)
export class DisconnectHandler implements ICommandHandler<Disconnect> {
  constructor(
    @Inject(PORTS) private readonly ports: Ports,
    @Inject(QBO_CONNECTOR) private readonly connector: QboConnector,
  ) {}

  execute({ tenant, cause }: Disconnect): Promise<void> {
    return disconnect(this.ports, this.connector, tenant, cause);
  }
}

export const CONNECTION_HANDLERS = [BeginConnectionHandler, CompleteConnectionHandler, DisconnectHandler];
