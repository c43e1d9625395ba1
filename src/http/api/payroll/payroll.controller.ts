import { Body, Get, HttpCode, Param, Post, StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { OpenKey } from '#application/api/open-by-key';
import { payrollView } from '#application/payroll/payroll-view';
import { ReadPayroll } from '#application/payroll/read-payroll';
import { StreamPayroll } from '#application/payroll/stream-payroll';
import { RunPayroll } from '#application/payroll-run/run-payroll';
import { ApiProblem, ApiScope, CurrentKey } from '../door/api-scope';
import { answered } from '../door/problem';
import { ApiRoom } from '../shape/api-room';
import { CompanyMonthParam, EstablishmentMonthParam, PayrollDto, RunDto, RunningDto } from './payroll-dto';
import { payrollLines } from './payroll-lines';

const NDJSON = 'application/x-ndjson';
const UNKNOWN = 'Établissement inconnu de la clé.';

/** What payroll software asks before it pays, and what it says while it does. */
@ApiRoom('', 'Paie')
export class PayrollController {
  constructor(
    private readonly payroll: ReadPayroll,
    private readonly payrolls: StreamPayroll,
    private readonly runs: RunPayroll,
  ) {}

  @Get('establishments/:siret/payroll/:period')
  @ApiScope('payroll:read')
  @ApiOperation({
    operationId: 'readPayroll',
    summary: 'Le code et le taux de chaque contrat d’un établissement pour un mois',
  })
  @ApiOkResponse({ type: PayrollDto })
  @ApiProblem(404, UNKNOWN)
  async ofEstablishment(
    @CurrentKey() key: OpenKey,
    @Param() { siret, period }: EstablishmentMonthParam,
  ): Promise<PayrollDto> {
    return payrollView(answered(await this.payroll.run(siret, period, key)));
  }

  @Get('companies/:siren/payroll/:period')
  @ApiScope('payroll:read')
  @ApiOperation({
    operationId: 'streamPayroll',
    summary: 'La paie d’une entreprise entière, un établissement par ligne',
    description:
      'Chaque ligne est un document comme celui d’un établissement, par SIRET ; la dernière est `{"establishments":n,"blocking":n}`. Une réponse qui finit sans elle a été coupée.',
  })
  @ApiOkResponse({ description: 'Un document JSON par ligne.', content: { [NDJSON]: { schema: { type: 'string' } } } })
  @ApiProblem(404, 'Entreprise inconnue de la clé.')
  async ofCompany(@CurrentKey() key: OpenKey, @Param() { siren, period }: CompanyMonthParam): Promise<StreamableFile> {
    const sets = answered(await this.payrolls.run(siren, period, key));
    return new StreamableFile(await payrollLines(sets), { type: NDJSON });
  }

  @Post('establishments/:siret/payroll-runs/:period')
  @HttpCode(200)
  @ApiScope('payroll:write')
  @ApiOperation({
    operationId: 'runPayroll',
    summary: 'Dire que la paie d’un mois est en cours, ou finie',
    description: 'Tant qu’elle est en cours, aucun taux ne change ; ce qui a attendu pour cela est décidé à la fin.',
  })
  @ApiOkResponse({ type: RunningDto })
  @ApiProblem(404, UNKNOWN)
  async run(
    @CurrentKey() key: OpenKey,
    @Param() { siret, period }: EstablishmentMonthParam,
    @Body() { running }: RunDto,
  ): Promise<RunningDto> {
    return answered(await this.runs.run(siret, period, running ? 'open' : 'close', key));
  }
}
