import { oneDirectory } from '../../parts.ts'
import { defineImage } from '../../record.ts'

const FABRIC = ['hyperledger/fabric images/peer/Dockerfile and images/orderer/Dockerfile @ 0c423ac47']
export const fabric = defineImage({
  names: ['hyperledger/fabric-peer', 'hyperledger/fabric-orderer', 'ghcr.io/hyperledger/fabric-peer', 'ghcr.io/hyperledger/fabric-orderer'],
  volumes: ['/etc/hyperledger/fabric', '/var/hyperledger'],
  inferred: true,
  writes: [
    { path: '/var/hyperledger', kind: 'data', what: 'the ledger and installed chaincode', evidence: FABRIC },
    {
      path: '/etc/hyperledger/fabric',
      kind: 'data',
      what: 'its configuration, keys and certificates',
      ships: 'core.yaml or orderer.yaml',
      evidence: FABRIC,
    },
    { path: '/tmp', kind: 'scratch', what: 'chaincode packages in work', evidence: FABRIC },
  ],
  healthcheck: false,
})

const FABRIC_CA = 'hyperledger/fabric-ca images/fabric-ca/Dockerfile (FABRIC_CA_HOME) @ 850b22dd0'
export const fabricCa = oneDirectory(
  {
    names: ['hyperledger/fabric-ca', 'ghcr.io/hyperledger/fabric-ca'],
    gainsPrivileges: 'none',
    capabilities: [{ needs: [] }],
    healthcheck: false,
  },
  '/etc/hyperledger/fabric-ca-server',
  'keys, certificates, its database and settings',
  FABRIC_CA,
)
