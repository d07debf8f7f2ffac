// Typed gRPC between services: deadlines, one error mapping, trace propagation. Queries only.
export { connect, type ConnectOptions, type Peer, PeerErrors } from './client.ts'
export { implement, type Implementation, serve, type GrpcServer } from './server.ts'
