/** The part of webdfu 1.0.5 that is used; it has no types of its own. */
declare module 'webdfu' {
  interface Settings {
    readonly configuration: USBConfiguration;
    readonly interface: USBInterface;
    readonly alternate: USBAlternateInterface;
  }
  interface Status {
    readonly status: number;
    readonly pollTimeout: number;
    readonly state: number;
  }
  interface FunctionalDescriptor {
    readonly bDescriptorType: number;
    readonly bmAttributes?: number;
    readonly wTransferSize?: number;
  }
  class Device {
    constructor(device: unknown, settings: Settings);
    open(): Promise<void>;
    readConfigurationDescriptor(index: number): Promise<DataView>;
    download(data: ArrayBuffer | Uint8Array, block: number): Promise<number>;
    upload(length: number, block: number): Promise<DataView>;
    getStatus(): Promise<Status>;
    clearStatus(): Promise<number>;
    abortToIdle(): Promise<void>;
  }
  export const DFU: {
    Device: typeof Device;
    findDeviceDfuInterfaces(device: unknown): Settings[];
    parseConfigurationDescriptor(data: DataView): { descriptors: FunctionalDescriptor[] };
    readonly dfuIDLE: number;
    readonly dfuDNLOAD_IDLE: number;
    readonly dfuMANIFEST_WAIT_RESET: number;
    readonly dfuERROR: number;
  };
  export type DfuDevice = Device;
}
