// Typed gRPC between services: deadlines, one error mapping, trace propagation. Queries only.
export { type ConnectOptions, connect, type Peer, PeerErrors, setDefaultDeadline } from './client.ts'
export { type GrpcServer, type Implementation, implement, serve } from './server.ts'
