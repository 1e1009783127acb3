/** Clients and servers of `@grpc/grpc-js`. */

// For users
export { type GrpcInterceptor, type GrpcMetadata, grpc } from './grpc-client.js';
export { type GrpcServerInterceptor, type GrpcServerOptions, grpcServer } from './grpc-server.js';
