/** {@code joy admin}: a client of the REST API, for whoever runs the server. */
@NullMarked
package com.joyofhardware.master.launch.admin;

import org.jspecify.annotations.NullMarked;
