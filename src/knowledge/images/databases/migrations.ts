import { statelessJvm } from '../../parts.ts'

export const flyway = statelessJvm(['flyway/flyway', 'redgate/flyway'])
export const liquibase = statelessJvm(['liquibase/liquibase', 'liquibase'])
