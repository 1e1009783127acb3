/** Clients and servers of `@grpc/grpc-js`. */

// For users
export { type GrpcInterceptor, type GrpcMetadata, grpc } from './grpc-client.js';
// For integrators
export { hookGrpcClients, hookGrpcServers } from './grpc-hook.js';
export { type GrpcServerInterceptor, type GrpcServerOptions, grpcServer } from './grpc-server.js';
